package io.helve.ops.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * The events. Flight Recorder fills the fields of time and thread, and calls {@link JfrViews} for each type at its
 * period while a recording wants it.
 */
final class Events {
    private Events() {}

    @Name("io.helve.Pool")
    @Label("Completion Pool")
    @Description("The state of a completion pool")
    @Category("Helve")
    @Period("5 s")
    @StackTrace(false)
    static final class Pool extends Event {
        @Label("Pool")
        String pool;

        @Label("Threads")
        int threads;

        @Label("Busy Threads")
        int busyThreads;

        @Label("Queued Completions")
        long queued;

        @Label("Open Handles")
        long handles;

        @Label("Pending Operations")
        long pending;

        @Label("Completed Operations")
        @Description("Since the pool was opened")
        long completed;

        @Label("Slow Callbacks")
        @Description("Since the pool was opened")
        long slowCallbacks;

        @Label("Failed Callbacks")
        @Description("Since the pool was opened")
        long callbackFailures;

        @Label("Queue Time P99")
        @Timespan(Timespan.NANOSECONDS)
        long queueP99;

        @Label("Run Time P99")
        @Timespan(Timespan.NANOSECONDS)
        long runP99;
    }

    @Name("io.helve.Tenant")
    @Label("Tenant")
    @Description("The handles and operations of a bundle or program at a pool")
    @Category("Helve")
    @Period("10 s")
    @StackTrace(false)
    static final class Tenant extends Event {
        @Label("Pool")
        String pool;

        @Label("Tenant")
        String tenant;

        @Label("Open Handles")
        long handles;

        @Label("Pending Operations")
        long pending;

        @Label("Completed Operations")
        long completed;
    }

    @Name("io.helve.SlowCallback")
    @Label("Slow Callback")
    @Description("A callback that runs, and has run for longer than the pool's slow.callback")
    @Category("Helve")
    @Period("500 ms")
    @StackTrace(false)
    static final class SlowCallback extends Event {
        @Label("Tenant")
        String tenant;

        @Label("Callback Class")
        String callback;

        @Label("Callback Thread")
        String callbackThread;

        @Label("Running Time")
        @Timespan(Timespan.NANOSECONDS)
        long running;
    }

    @Name("io.helve.PendingOperation")
    @Label("Pending Operation")
    @Description("One of the operations that are pending on the oldest handles")
    @Category("Helve")
    @Period("10 s")
    @StackTrace(false)
    static final class PendingOperation extends Event {
        @Label("Handle")
        String handle;

        @Label("Tenant")
        String tenant;

        @Label("Callback Class")
        String callback;

        @Label("Operation")
        String operation;

        @Label("Age of the Handle")
        @Timespan(Timespan.NANOSECONDS)
        long age;

        @Label("Seen Pending")
        @Description("The time since an earlier look has seen the same operation")
        @Timespan(Timespan.NANOSECONDS)
        long seenPending;
    }

    @Name("io.helve.LateTimer")
    @Label("Late Timer")
    @Description("How late a timer of 10 ms has fired, its callback included")
    @Category("Helve")
    @Period("1 s")
    @StackTrace(false)
    static final class LateTimer extends Event {
        @Label("Late")
        @Timespan(Timespan.NANOSECONDS)
        long late;

        @Label("Fired")
        @Description("False while a timer that is late has not fired")
        boolean fired;
    }

    @Name("io.helve.Streams")
    @Label("Byte Streams")
    @Description("Connections, handshakes and bytes of all byte streams; all counters since the start")
    @Category("Helve")
    @Period("5 s")
    @StackTrace(false)
    static final class Streams extends Event {
        @Label("Open Connections")
        int open;

        @Label("Dialed Connections")
        long dialed;

        @Label("Accepted Connections")
        long accepted;

        @Label("Failed Dials")
        long dialFailures;

        @Label("Failed Handshakes")
        @Description("Accepted connections that failed in their handshakes, and failures to accept")
        long acceptFailures;

        @Label("Handshakes")
        @Description("Accepted connections that are in their handshakes now")
        int handshakes;

        @Label("Sent Bytes")
        @DataAmount
        long bytesSent;

        @Label("Received Bytes")
        @DataAmount
        long bytesReceived;
    }

    @Name("io.helve.Connection")
    @Label("Connection")
    @Description("A connection of byte streams that has ended; begin and end are those of the looks that saw it")
    @Category("Helve")
    @Period("1 s")
    @StackTrace(false)
    static final class Connection extends Event {
        @Label("Stream")
        String stream;

        @Label("Tenant")
        String tenant;

        @Label("Local Address")
        String local;

        @Label("Remote Address")
        String remote;
    }

    @Name("io.helve.Endpoint")
    @Label("Dialer or Listener")
    @Description("A dialer or listener of a socket that has made connections or failed since the last look")
    @Category("Helve")
    @Period("5 s")
    @StackTrace(false)
    static final class Endpoint extends Event {
        @Label("Endpoint")
        String endpoint;

        @Label("Tenant")
        String tenant;

        @Label("URL")
        String url;

        @Label("State")
        String state;

        @Label("New Connections")
        @Description("For a dialer that was connected before: reconnects")
        long connections;

        @Label("New Failures")
        long failures;

        @Label("Last Failure")
        String lastFailure;
    }

    @Name("io.helve.RemoteCalls")
    @Label("Remote Calls")
    @Description("Calls of an exported or imported service that have ended since the last look")
    @Category("Helve")
    @Period("5 s")
    @StackTrace(false)
    static final class RemoteCalls extends Event {
        @Label("Side")
        @Description("Exported or imported")
        String side;

        @Label("Endpoint")
        String endpoint;

        @Label("Interfaces")
        String interfaces;

        @Label("Addresses")
        String addresses;

        @Label("State")
        String state;

        @Label("Calls")
        long calls;

        @Label("Calls in Progress")
        int inProgress;

        @Label("Failed Calls")
        long failed;

        @Label("Timeouts")
        @Description("Of the failed calls")
        long timeouts;

        @Label("Refused Calls")
        @Description("Calls that a guard has refused, or that have found too many others in progress")
        long refused;

        @Label("Time P99")
        @Description("Of all calls since the service was exported or imported")
        @Timespan(Timespan.NANOSECONDS)
        long p99;

        @Label("Last Error")
        String lastError;
    }

    @Name("io.helve.Drop")
    @Label("Dropped Messages")
    @Description("Messages that a socket has dropped since the last look")
    @Category("Helve")
    @Period("5 s")
    @StackTrace(false)
    static final class Drop extends Event {
        @Label("Socket")
        String socket;

        @Label("Tenant")
        String tenant;

        @Label("Protocol")
        String protocol;

        @Label("Reason")
        @Description("The name of the socket's counter")
        String reason;

        @Label("Messages")
        long messages;
    }
}
