package io.helve.net.ws;

import io.netty.channel.Channel;

/** The listeners of a port, as a handshake sees them. On event loops. */
interface PathRoutes {
    /** {@return the listener that has been there longest} */
    PathRoute oldest();

    /** {@return the listener at a path, or null if nobody listens there} */
    PathRoute find(String path);

    /** Tells which listener gets a connection, once that is ready. */
    void chosen(Channel channel, PathRoute route);
}
