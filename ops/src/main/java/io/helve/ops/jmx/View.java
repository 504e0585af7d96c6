package io.helve.ops.jmx;

import javax.management.ObjectName;

/** A bean, or what one shows. */
interface View {
    /** Called after the bean was registered. */
    default void registered(ObjectName as) {}
}
