package io.helve.sp.impl.osgi;

import io.helve.aio.Aio;
import io.helve.message.Messages;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.sp.SpSockets;
import io.helve.sp.impl.core.SocketUser;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The service: one instance for each using bundle, whose sockets are closed when it goes. */
@Component(service = SpSockets.class, scope = ServiceScope.BUNDLE)
public final class SpSocketsComponent implements SpSockets {
    private final SocketUser user;

    /**
     * Called by the component runtime.
     *
     * @param host what all bundles share
     * @param context tells the using bundle
     */
    @Activate
    public SpSocketsComponent(@Reference SocketHost host, ComponentContext context) {
        Bundle bundle = context.getUsingBundle();
        user = host.core().open(bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]");
    }

    @Deactivate
    void deactivate() {
        user.close();
    }

    @Override
    public SpSocket open(SpProtocol protocol) {
        return user.open(protocol);
    }

    @Override
    public SpSocket openRaw(SpProtocol protocol) {
        return user.openRaw(protocol);
    }

    @Override
    public void device(SpSocket first, SpSocket second, Aio aio) {
        user.device(first, second, aio);
    }

    @Override
    public Messages messages() {
        return user.messages();
    }

    @Override
    public Set<String> schemes() {
        return user.schemes();
    }
}
