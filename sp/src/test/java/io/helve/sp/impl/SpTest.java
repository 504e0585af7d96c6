package io.helve.sp.impl;

import io.helve.testkit.SocketTest;

/** A test of sockets, as users write them. */
public abstract class SpTest extends SocketTest {}
