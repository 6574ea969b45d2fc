namespace Axle.Cli;

/// <summary>The command line is wrong in a way that parsing alone does not see.</summary>
/// <param name="message">What is wrong and how to mend it.</param>
internal sealed class UsageException(string message) : Exception(message);
