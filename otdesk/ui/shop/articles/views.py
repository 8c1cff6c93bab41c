"""The names of the views of the page Articles."""

ARTICLES, FAMILIES, SUPPLIERS = "articles", "families", "suppliers"
FAVOURITES, IMPORT = "favourites", "import"
