from qrcode import constants as constants
from qrcode.main import QRCode as QRCode
