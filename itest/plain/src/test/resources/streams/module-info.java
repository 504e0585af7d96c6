module io.helve.itest.streams {
    requires io.helve.api;
}
