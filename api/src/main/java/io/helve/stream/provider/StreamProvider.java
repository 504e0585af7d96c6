package io.helve.stream.provider;

import io.helve.aio.AioFactory;
import io.helve.annotation.ThreadSafe;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Implements one or more schemes. In OSGi a provider is a service with the property {@value #SCHEME}; without OSGi
 * Helve finds providers with {@link java.util.ServiceLoader}. The description of the package says which provider serves
 * a scheme that several providers implement.
 */
@ConsumerType
@ThreadSafe
public interface StreamProvider {
    /**
     * The service property that names the schemes: a string, or an array or collection of strings. If the property
     * differs from {@link #schemes}, the property counts.
     */
    String SCHEME = "stream.scheme";

    /**
     * Returns the schemes of this provider. In OSGi the result counts only if the service does not have the property
     * {@value #SCHEME}. Helve logs a warning if the property is missing or differs from the result.
     *
     * @return the schemes, in lower case
     */
    Set<String> schemes();

    /**
     * Opens a session for one tenant. Everything that was made through the session is closed with the session.
     *
     * @param tenant the name of the tenant, for log entries
     * @return a new session, which Helve closes when the tenant or this provider has gone
     */
    StreamSession open(String tenant);

    /**
     * Opens a session for one tenant, as {@link #open(String)} does, whose endpoints and streams have a factory of
     * handles ({@link io.helve.stream.Stream#factory()}). Helve calls this method.
     *
     * @param tenant the name of the tenant, for log entries
     * @param factory returns the tenant's factory, or throws an {@link io.helve.aio.AioException}; to be called when a
     *     tenant asks for the factory, not before
     * @return a new session
     */
    default StreamSession open(String tenant, Supplier<AioFactory> factory) {
        return open(tenant);
    }
}
