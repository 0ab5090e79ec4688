package android.content

import java.io.File

/** As much of Android as the README shows. */
abstract class Context {
    abstract val noBackupFilesDir: File
}
