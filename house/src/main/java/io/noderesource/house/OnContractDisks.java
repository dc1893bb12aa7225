package io.noderesource.house;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks sandbox tests of the contract kit on real disks, of whichever module: they share a machine with six disks, of which each class may
 * leave one grown.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@InSandbox(
        disks = {
            "64M:CONTRACT-1",
            "64M:CONTRACT-2",
            "64M:CONTRACT-3",
            "64M:CONTRACT-4",
            "64M:CONTRACT-5",
            "64M:CONTRACT-6"
        })
public @interface OnContractDisks {}
