"""The page on which a bureau changes wording, layout and fonts of its documents."""
