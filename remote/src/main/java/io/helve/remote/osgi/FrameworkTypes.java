package io.helve.remote.osgi;

import io.helve.remote.call.RemoteFailure;
import io.helve.remote.call.RemoteTypes;
import io.helve.remote.codec.TextScalar;
import java.util.List;
import java.util.Set;
import org.osgi.framework.ServiceException;
import org.osgi.framework.Version;

/** The types of OSGi that methods of services may use. */
final class FrameworkTypes {
    private FrameworkTypes() {}

    static RemoteTypes create() {
        return new RemoteTypes(
                List.of(new TextScalar<>(Version.class, Version::toString, Version::parseVersion)),
                List.of(new PromiseType()),
                Set.of(ServiceException.class));
    }

    /** {@return the exception that callers of remote services expect} */
    static RuntimeException exception(RemoteFailure failure) {
        return new ServiceException(failure.getMessage(), ServiceException.REMOTE, failure);
    }
}
