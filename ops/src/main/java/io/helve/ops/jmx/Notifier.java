package io.helve.ops.jmx;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;

/** A bean that notifies its listeners when a counter has grown from one look to the next. */
abstract class Notifier extends NotificationBroadcasterSupport implements View {
    private final AtomicLong sequence = new AtomicLong();

    /** The counters of the last look; used by the thread that looks. */
    private final Map<String, Long> last = new HashMap<>();

    private volatile ObjectName name;

    Notifier(Class<?> bean, String... types) {
        super(new MBeanNotificationInfo(types, Notification.class.getName(), "Events of " + bean.getSimpleName()));
    }

    @Override
    public void registered(ObjectName as) {
        name = as;
    }

    /** Compares the counters with those of the last look; called by one thread. */
    abstract void look();

    /**
     * Sends a notification if a counter has grown since the last look. The first look sends none.
     *
     * @param type the type of the notification
     * @param value the counter
     * @param text what the counter counts, for the text of the notification
     */
    final void notifyIfGrown(String type, long value, String text) {
        Long before = last.put(type, value);
        if (before != null && value > before) {
            long more = value - before;
            Notification event = new Notification(
                    type, name, sequence.incrementAndGet(), System.currentTimeMillis(), more + " " + text);
            event.setUserData(more);
            sendNotification(event);
        }
    }
}
