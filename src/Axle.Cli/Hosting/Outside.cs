using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Cli.Hosting;

/// <summary>Everything outside of <c>ax</c> that a command touches, so that commands are tested without a terminal.</summary>
internal sealed record Outside
{
    /// <summary>Where results go.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where progress and errors go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What comes in.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Reads a line that nobody is to see; null at the end of what comes in.</summary>
    [AllowNull]
    public Func<string?> ReadSecret
    {
        get => field ?? Input.ReadLine;
        init;
    }

    /// <summary>Whether input comes from a file or another program.</summary>
    public bool IsInputRedirected { get; init; }

    /// <summary>Whether results are read on a terminal that can move its cursor.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether errors are read on a terminal.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Columns of the terminal; of a page of help when there is none.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Directory in which <c>ax</c> was started; absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ctrl-C and SIGTERM.</summary>
    public required IInterrupts Interrupts { get; init; }

    /// <summary>Registers services that take precedence over Axle's own.</summary>
    public Action<IServiceCollection> Services { get; init; } = static _ => { };

    /// <summary>Whether an environment variable is set to something.</summary>
    public bool Has(string variable) => !string.IsNullOrEmpty(Environment(variable));

    /// <summary>The absolute path of one that was typed.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Directory);

    /// <summary>A path as it is best read from where <c>ax</c> was started: relative when below, else absolute.</summary>
    public string ShownPath(string path)
    {
        var relative = Path.GetRelativePath(Directory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative;
    }
}
