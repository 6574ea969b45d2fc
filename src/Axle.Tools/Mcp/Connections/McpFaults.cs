using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Axle.Tools.Mcp.Connections;

/// <summary>What goes wrong with servers, in Axle's kinds and in words for people.</summary>
internal static class McpFaults
{
    private const int LongestMessage = 500;

    /// <summary>Whether an exception is about the server, and no fault of Axle.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is McpException or IOException or HttpRequestException or OperationCanceledException or TimeoutException or AxleException
            or JsonException or Win32Exception or InvalidOperationException or UnauthorizedAccessException;

    /// <summary>Whether the server itself said that it did not do the work. Without such an answer nobody knows how far it came.</summary>
    public static bool IsAnswer(Exception exception) => exception is McpProtocolException
        or HttpRequestException { StatusCode: < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout };

    /// <summary>The kind of an error.</summary>
    public static ErrorKind KindOf(Exception exception) => exception switch
    {
        AxleException known => known.Error.Kind,
        McpProtocolException { ErrorCode: McpErrorCode.InvalidParams } => ErrorKind.Validation,
        McpProtocolException { ErrorCode: McpErrorCode.MethodNotFound } => ErrorKind.NotFound,
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => ErrorKind.Authentication,
        HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests } => ErrorKind.RateLimited,
        HttpRequestException { StatusCode: >= HttpStatusCode.InternalServerError } => ErrorKind.Overloaded,
        Win32Exception => ErrorKind.NotFound,
        McpProtocolException => ErrorKind.Tool,
        JsonException => ErrorKind.MalformedAnswer,
        OperationCanceledException or TimeoutException => ErrorKind.Timeout,
        _ => ErrorKind.Network,
    };

    /// <summary>Why, as the rest of a sentence with its dot.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="lastLine">The last line that the program wrote to its standard error; empty for none.</param>
    public static string Reason(Exception exception, string lastLine) => exception switch
    {
        ClientTransportClosedException closed => Reason(closed.Details, lastLine),
        HttpRequestException { StatusCode: { } status } => $"it answered {((int)status).ToString(CultureInfo.InvariantCulture)} ({status}).",
        Win32Exception or IOException { InnerException: Win32Exception } => $"the program could not be started. {Sentence(exception.InnerException?.Message ?? exception.Message)}",
        _ => Sentence(exception.Message) + LastWords(lastLine),
    };

    /// <summary>Why a connection ended.</summary>
    public static string Reason(ClientCompletionDetails details, string lastLine) => details switch
    {
        StdioClientCompletionDetails { ExitCode: { } code } => $"its process ended with exit code {code.ToString(CultureInfo.InvariantCulture)}.{LastWords(lastLine)}",
        StdioClientCompletionDetails => $"its process ended.{LastWords(lastLine)}",
        HttpClientCompletionDetails { HttpStatusCode: { } status } => $"it answered {((int)status).ToString(CultureInfo.InvariantCulture)} ({status}).",
        { Exception: { } why } => Sentence(why.Message),
        _ => "the connection was closed.",
    };

    /// <summary>What a program wrote last, for a person who looks for the cause.</summary>
    public static string LastWords(string line) => line.Length == 0 ? "" : $" It wrote last: {Sentence(line)}";

    /// <summary>A text of bounded length that ends with a dot.</summary>
    public static string Sentence(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        line = line.Length > LongestMessage ? line[..LongestMessage] + "…" : line;
        return line.EndsWith('.') || line.EndsWith('!') || line.EndsWith('?') || line.EndsWith('…') ? line : line + ".";
    }
}
