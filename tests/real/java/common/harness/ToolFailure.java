package harness;

/** Ends a command with one of the exit codes of the packaged command line tools. */
final class ToolFailure extends Exception {

    static final int USAGE = 64;
    static final int DATA_ERROR = 65;
    static final int CODE_ERROR = 70;
    static final int IO_ERROR = 74;
    static final int CONFIG = 78;

    final int exitCode;

    ToolFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }
}
