package io.helve.impl.handle;

/** Which object a start hands to the provider. */
enum OperationObject {
    /** An object for this operation only. A provider may use it too late, without an effect on later operations. */
    NEW,

    /** The object of the handle, which all exclusive starts hand out. */
    EXCLUSIVE
}
