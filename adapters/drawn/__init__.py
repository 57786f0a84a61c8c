"""Pictures of what a channel cannot show: tables, formulas and code, drawn from data by typst."""
