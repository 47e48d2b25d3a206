"""Photos with faults that a page must notice: too dark, too bright, blurred."""

from PIL import Image, ImageEnhance, ImageFilter

from support import photos


def jpeg(image: Image.Image) -> bytes:
    return photos.encoded(image, "JPEG", quality=92)


def darkened(factor: float) -> bytes:
    return jpeg(ImageEnhance.Brightness(photos.picture()).enhance(factor))


def brightened(share: float) -> bytes:
    picture = photos.picture()
    return jpeg(Image.blend(picture, Image.new("RGB", picture.size, "white"), share))


def blurred(radius: float) -> bytes:
    return jpeg(photos.picture().filter(ImageFilter.GaussianBlur(radius)))
