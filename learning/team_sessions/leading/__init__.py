"""The screens of a team and of who leads: what is planned and what came out, preparing, leading through the phases, the big screen."""
