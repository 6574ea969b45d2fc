namespace Axle.Cli.Output.Documents;

/// <summary>The answer when a command could not do what it was asked.</summary>
internal sealed record ErrorDocument(ErrorPart Error, int ExitCode);

/// <summary>What went wrong.</summary>
/// <param name="Kind">One of the kinds of the workflow language, or <c>usage</c>, <c>conflict</c>, <c>io</c>.</param>
/// <param name="Message">What is wrong, where, and how to mend it.</param>
internal sealed record ErrorPart(string Kind, string Message)
{
    public static ErrorPart? Of(AxleError? error) => error is null ? null : new ErrorPart(error.Kind.ToName(), error.Message);
}
