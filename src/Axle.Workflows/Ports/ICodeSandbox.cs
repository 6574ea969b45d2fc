using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>Runs programs that nobody vouches for: without network, with limits of time and memory, and without a trace afterwards.</summary>
public interface ICodeSandbox
{
    /// <summary>Runs a program.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="cancellationToken">Fires when the attempt is out of time, or the run was cancelled: the program is to be ended.</param>
    /// <returns>What the program returned.</returns>
    /// <exception cref="AxleException">
    /// Tool: the program failed. Refused: it did what it may not. Timeout: it reached the sandbox's own limit.
    /// </exception>
    ValueTask<Payload> RunAsync(SandboxProgram program, CancellationToken cancellationToken);
}

/// <summary>A program for the sandbox.</summary>
/// <param name="Language">What it is written in.</param>
/// <param name="Source">Its text.</param>
/// <param name="Inputs">A JSON object: the inputs it can read.</param>
/// <param name="Name">Which run and step it is for, for logs.</param>
public sealed record SandboxProgram(CodeLanguage Language, string Source, Payload Inputs, string Name);
