"""The smallest page type that holds a lesson."""
