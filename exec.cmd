@rem Windows has no exec; the scripts of package.json use it so that signals to npm reach the program itself.
@%*
