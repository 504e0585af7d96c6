package io.helve.stream;

import io.helve.annotation.ThreadSafe;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The address of a Unix domain socket that has a name and no file: Linux's abstract name space. */
@ThreadSafe
public final class AbstractAddress extends SocketAddress {
    private static final long serialVersionUID = 1;

    /** The name, without the leading zero byte. */
    private final String name;

    /**
     * Makes an address.
     *
     * @param name the name, without the leading zero byte
     */
    public AbstractAddress(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * Returns the name.
     *
     * @return the name, without the leading zero byte
     */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AbstractAddress address && address.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "abstract://" + name;
    }
}
