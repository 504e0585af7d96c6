package io.helve.ops.jmx;

import io.helve.internal.SafeLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** The beans that are registered, by the keys of their names. Used by one thread at a time. */
final class Beans {
    private static final Logger LOG = SafeLogger.of(Beans.class);

    private final MBeanServer server;

    /** A part of all names: several frameworks in one process share the MBean server. */
    private final String framework;

    private final Map<String, Bean> beans = new HashMap<>();

    private record Bean(ObjectName name, View view) {}

    Beans(MBeanServer server, String framework) {
        this.server = server;
        this.framework = framework;
    }

    /**
     * Registers a bean, unless it is registered.
     *
     * @param <T> the type of the bean
     * @param keys the keys of its name, such as {@code type=Pool,name=default}
     * @param type its interface
     * @param make makes it, from its keys
     */
    <T> void keep(String keys, Class<T> type, Function<String, ? extends View> make) {
        if (beans.containsKey(keys)) {
            return;
        }
        View view = make.apply(keys);
        try {
            ObjectName name = register(keys, type, view);
            beans.put(keys, new Bean(name, view));
            view.registered(name);
        } catch (JMException e) {
            LOG.log(Level.WARNING, "Cannot register a bean with JMX: " + keys, e);
        }
    }

    private <T> ObjectName register(String keys, Class<T> type, View view) throws JMException {
        Object bean = view instanceof Notifier ? view : new StandardMBean(type.cast(view), type, true);
        try {
            return server.registerMBean(bean, new ObjectName("io.helve:" + keys))
                    .getObjectName();
        } catch (InstanceAlreadyExistsException e) {
            return server.registerMBean(bean, new ObjectName("io.helve:" + keys + ",framework=" + framework))
                    .getObjectName();
        }
    }

    /** Lets all beans with notifications compare their counters. */
    void look() {
        beans.values().forEach(bean -> {
            if (bean.view() instanceof Notifier notifier) {
                notifier.look();
            }
        });
    }

    /**
     * Removes all beans but some.
     *
     * @param keys the keys of the beans that stay
     */
    void retain(Set<String> keys) {
        beans.entrySet()
                .removeIf(each -> !keys.contains(each.getKey())
                        && unregister(each.getValue().name()));
    }

    private boolean unregister(ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) { // somebody else has removed it
            return true;
        } catch (JMException e) {
            LOG.log(Level.WARNING, "Cannot remove " + name + " from JMX", e);
        }
        return true;
    }
}
