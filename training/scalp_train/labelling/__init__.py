"""Label photos: the order they come in, the page that shows them, how far raters agree."""
