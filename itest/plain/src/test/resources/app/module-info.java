module io.helve.itest.app {
    requires io.helve.api;
}
