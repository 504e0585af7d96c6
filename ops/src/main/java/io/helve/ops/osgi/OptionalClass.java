package io.helve.ops.osgi;

/** Tells whether an optional import of this bundle was resolved. */
final class OptionalClass {
    private OptionalClass() {}

    /** {@return whether this bundle can load a class of an optional package} */
    static boolean isPresent(String name) {
        try {
            Class.forName(name, false, OptionalClass.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
