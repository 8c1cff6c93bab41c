"""What the siège manages for its offices: lists, articles, openings, counsellors."""
