"""The shop of the demonstration: the season of 2022, sale by sale, from the published figures."""
