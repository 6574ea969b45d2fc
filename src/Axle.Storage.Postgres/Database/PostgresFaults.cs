using System.Net.Sockets;
using Npgsql;

namespace Axle.Storage.Postgres.Database;

/// <summary>What PostgreSQL says when something fails, and what is to be done then.</summary>
internal static class PostgresFaults
{
    /// <summary>The node was buried: another took its runs.</summary>
    public const string Buried = "AX001";

    /// <summary>The group has no room.</summary>
    public const string GroupFull = "AX002";

    /// <summary>Whether the connection is gone, or the server for now: the same may succeed on another connection.</summary>
    public static bool IsOutage(Exception exception) => exception switch
    {
        PostgresException server => server.SqlState[..2] is "08" or "57" or "53" or "25" && server.SqlState is not ("53100" or "57014" or "25P02"),
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException or EndOfStreamException } => true,
        NpgsqlException broken => broken.IsTransient,
        IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>
    /// Whether the transaction got in the way of another and will succeed when it is made again: also where one removed a large value that the other
    /// began to use. Nothing of it is stored.
    /// </summary>
    public static bool IsCollision(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.ForeignKeyViolation,
    };

    /// <summary>Puts what is said into words that say what to do, and for clients of a server into words that do not say where it is.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="place">The database, as people know it.</param>
    public static Exception Explained(Exception exception, string place) => exception switch
    {
        PostgresException server => new AxleException(
            ErrorOf(KindOf(server), $"'{place}' says: {server.MessageText}. {CureOf(server)}"), server),
        NpgsqlException or IOException or SocketException or TimeoutException => new AxleException(
            ErrorOf(
                ErrorKind.Network,
                $"'{place}' cannot be reached: {exception.Message.TrimEnd('.')}. Check that PostgreSQL runs there, the address, and the network in between."),
            exception),
        _ => exception,
    };

    private static AxleError ErrorOf(ErrorKind kind, string message) => new(kind, message)
    {
        IsStoreAway = kind != ErrorKind.Internal,
        ForClients = kind == ErrorKind.Internal
            ? "The database of this server failed. Its log says more."
            : "The database of this server does not answer. Try again in a moment; its log says more.",
    };

    private static ErrorKind KindOf(PostgresException server) => server.SqlState[..2] switch
    {
        "28" => ErrorKind.Authentication,
        "42" when server.SqlState == PostgresErrorCodes.InsufficientPrivilege => ErrorKind.Authentication,
        "3D" => ErrorKind.NotFound,
        "08" or "57" => ErrorKind.Network,
        "53" => ErrorKind.Overloaded,
        _ => ErrorKind.Internal,
    };

    private static string CureOf(PostgresException server) => server.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName => "Make the database: createdb NAME.",
        PostgresErrorCodes.InsufficientPrivilege => "Let the role use the schema 'axle': docs/postgres.md says how.",
        PostgresErrorCodes.DiskFull => "Make room on its disk: nothing of what was refused is stored.",
        PostgresErrorCodes.TooManyConnections => "Raise max_connections, or use fewer or smaller pools.",
        _ when server.SqlState.StartsWith("28", StringComparison.Ordinal) => "Check the user and the password of the address.",
        _ when server.SqlState.StartsWith("57", StringComparison.Ordinal) => "It is being stopped or started: try again.",
        _ => $"Its log says more (SQLSTATE {server.SqlState}).",
    };
}
