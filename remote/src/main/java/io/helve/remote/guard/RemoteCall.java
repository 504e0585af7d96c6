package io.helve.remote.guard;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A call about which a guard decides. */
@ProviderType
public interface RemoteCall {
    /**
     * Returns the exported interfaces of the service.
     *
     * @return their names
     */
    List<String> interfaces();

    /**
     * Returns the properties of the service.
     *
     * @return an immutable map
     */
    Map<String, Object> properties();

    /**
     * Returns the method to be called. Its declaring class is an exported interface, or an interface that this one
     * extends.
     *
     * @return the method
     */
    Method method();

    /**
     * Returns who calls.
     *
     * @return the caller
     */
    RemoteCaller caller();
}
