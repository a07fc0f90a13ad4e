"""Reports and own figures at the desk."""
