"""Copy the icons the program shows from the npm package `lucide-static` (ISC).

    npm install lucide-static
    python resources/icons/make_icons.py node_modules/lucide-static

A name added to NAMES is all it takes to have a new icon; the names are Lucide's own.
"""

import argparse
import re
import shutil
from pathlib import Path

# fmt: off
NAMES = [
    "alert-triangle", "arrow-right", "baby", "backpack", "badge-alert", "ban", "banknote", "bed",
    "bell", "bike", "book-open", "briefcase", "building-2", "bus", "calendar", "calendar-check",
    "calendar-days", "calendar-x", "caravan", "castle", "chart-column", "check", "chevron-down",
    "chevron-left", "chevron-right", "chevron-up", "circle", "circle-alert", "circle-check",
    "circle-dashed", "circle-help", "circle-slash", "clock", "clock-alert", "cloud", "cloud-check",
    "cloud-off", "cloud-sun", "cloud-upload", "coins", "compass", "concierge-bell", "contrast",
    "copy", "credit-card", "door-closed", "door-open", "download", "ellipsis", "eraser", "eye",
    "ferris-wheel", "file-spreadsheet", "file-text", "filter", "fish", "flag", "folder",
    "footprints", "gift", "globe", "hand", "hand-coins", "heart", "heart-pulse", "help-circle",
    "history", "hourglass", "house", "image", "info", "kayak", "key-round", "keyboard", "landmark",
    "languages", "layers", "link", "list", "list-checks", "list-filter", "lock", "log-in",
    "log-out", "magnet", "mail", "map", "map-pin", "message-square", "minus", "monitor", "moon",
    "mountain", "notebook-pen", "package", "party-popper", "pause", "pencil", "percent", "phone",
    "play", "plug", "plus", "printer", "puzzle", "qr-code", "receipt", "refresh-cw", "repeat",
    "rotate-ccw", "route", "save", "scale", "scan-barcode", "search", "send", "settings",
    "shield-alert", "shield-check", "shirt", "shopping-bag", "shopping-basket", "smartphone",
    "snowflake", "square-pen", "star", "sticker", "store", "sun", "tag", "tags", "tent",
    "tent-tree", "ticket", "timer", "tractor", "trash-2", "tree-pine", "triangle-alert", "truck",
    "undo-2", "unlink", "unlock", "upload", "usb", "user", "users", "utensils", "wallet", "waves",
    "wheat", "wifi", "wifi-off", "x", "zap",
]
# fmt: on


def main() -> None:
    """Copy the named icons and their licence beside this script; stop at an unknown name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="the unpacked npm package lucide-static")
    package = parser.parse_args().package
    here = Path(__file__).parent
    for old in here.glob("*.svg"):
        old.unlink()
    for name in sorted(NAMES):
        drawing = (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        # The licence stands once beside the icons; class names mean nothing to Qt.
        drawing = re.sub(r"<!--.*?-->\s*|\s*class=\"[^\"]*\"", "", drawing, flags=re.DOTALL)
        drawing = re.sub(r">\s+<", "><", re.sub(r"\s+", " ", drawing)).replace(" >", ">").strip()
        (here / f"{name}.svg").write_text(drawing + "\n", encoding="utf-8")
    shutil.copyfile(package / "LICENSE", here / "LICENSE-ISC.txt")


if __name__ == "__main__":
    main()
