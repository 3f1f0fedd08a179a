"""Pictures of the coded article: one ``draw_*`` a file, and what they share."""
