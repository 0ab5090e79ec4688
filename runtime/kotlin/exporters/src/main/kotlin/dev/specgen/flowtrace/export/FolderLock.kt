package dev.specgen.flowtrace.export

import java.io.File
import java.io.IOException
import java.io.RandomAccessFile
import java.nio.channels.FileLock
import java.nio.channels.OverlappingFileLockException
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.ReentrantLock

/**
 * Lets one uploader at a time into a folder, of this process and of others. The system lets go of the lock of a process
 * that ends.
 */
internal class FolderLock(
    private val folder: File,
) {
    // A process has the locks of files that any of its threads has: threads need a lock of their own. Android has two
    // paths to an app's folder.
    private val threads by lazy { synchronized(FOLDERS) { FOLDERS.getOrPut(folder.canonicalFile) { ReentrantLock() } } }

    /**
     * Calls [block] alone; not where another process, or for [timeoutNanos] another thread, is at the folder, or where
     * no file can be made in it.
     */
    fun alone(
        timeoutNanos: Long,
        block: () -> Unit,
    ) {
        try {
            if (!threads.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) return
            try {
                aloneInProcess(block)
            } finally {
                threads.unlock()
            }
        } catch (ignored: InterruptedException) {
            Thread.currentThread().interrupt()
        } catch (ignored: IOException) {
            return
        }
    }

    // Closing the file ends the lock.
    private fun aloneInProcess(block: () -> Unit) {
        RandomAccessFile(File(folder, "lock"), "rw").use { if (lock(it) != null) block() }
    }

    private fun lock(file: RandomAccessFile): FileLock? =
        try {
            file.channel.tryLock()
        } catch (ignored: OverlappingFileLockException) {
            null
        } catch (ignored: IOException) {
            null
        }

    private companion object {
        private val FOLDERS = HashMap<File, ReentrantLock>()
    }
}
