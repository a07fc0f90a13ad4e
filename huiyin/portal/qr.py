"""A QR code as an SVG of one path, in the ink of the page."""

import qrcode


def path_of(text: str) -> tuple[int, str]:
    """(side in modules, path data): draw it in a square viewBox of that side."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    parts = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on]
    return len(rows), "".join(parts)
