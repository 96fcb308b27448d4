"""The dispute (*sengketa informasi*): what a body records of a case at the commission and the courts."""
