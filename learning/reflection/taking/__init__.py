"""Taking one's mirror along: gathered once, written as JSON, Markdown, PDF or a page to print."""
