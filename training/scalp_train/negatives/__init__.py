"""Pictures of anything but a scalp from close up, for the photo gate; none of them is committed."""
