using Axle.Cli.Hosting;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Output;

/// <summary>Tells what went wrong: for people on standard error, for programs as the one JSON document on standard output.</summary>
/// <param name="outside">Where it goes.</param>
/// <param name="json">Whether a program asked.</param>
internal sealed class FailureReport(Outside outside, bool json)
{
    /// <summary>Writes it and returns the exit code.</summary>
    public int Write(Exception exception)
    {
        var code = ExitCodes.Of(exception);
        if (json)
            CliJson.Write(outside.Output, new ErrorDocument(new ErrorPart(KindOf(exception), MessageOf(exception)), code), CliJson.Context.ErrorDocument);
        else
            outside.Error.WriteLine($"ax: {MessageOf(exception)}");
        if (outside.Environment("AXLE_DEBUG") == "1")
            outside.Error.WriteLine(exception);
        return code;
    }

    private static string KindOf(Exception exception) => exception switch
    {
        UsageException => "usage",
        AxleException known => known.Error.Kind.ToName(),
        OperationCanceledException => ErrorKind.Cancelled.ToName(),
        _ => ExitCodes.Of(exception) switch
        {
            ExitCodes.Conflict => "conflict",
            ExitCodes.Failed => "io",
            _ => ErrorKind.Internal.ToName(),
        },
    };

    private static string MessageOf(Exception exception) => ExitCodes.Of(exception) == ExitCodes.Internal && exception is not AxleException
        ? $"a fault in Axle itself: {exception.GetType().Name}: {exception.Message} Set AXLE_DEBUG=1 to see where, and please report it."
        : exception.Message;
}
