package io.helve.net.ws;

import io.netty.channel.Channel;

/** The listeners of a port, as a handshake sees them. Called on event loops. */
interface PathRoutes {
    /** {@return the listener that has been there longest} */
    PathRoute oldest();

    /** {@return the listener at a path, or null if nobody listens there} */
    PathRoute find(String path);

    /** Tells to which listener a connection goes when it is ready. */
    void chosen(Channel channel, PathRoute route);
}
