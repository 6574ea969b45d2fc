using System.CommandLine;

namespace Axle.Cli.Commands;

/// <summary><c>--workspace</c>: the directory that is worked on.</summary>
internal sealed class WorkspaceOption() : Option<string?>("--workspace", "-w")
{
    /// <summary>Makes the option.</summary>
    /// <param name="who">What works there, for the help: <c>the run</c>.</param>
    public static WorkspaceOption For(string who) =>
        new() { Description = $"Directory {who} works on. Default: the current directory.", HelpName = "DIR" };

    /// <summary>The absolute path of the directory that was typed, or of the current one.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: there is no such directory.</exception>
    public string Read(Invocation call)
    {
        var typed = call.Get(this) ?? ".";
        var path = Path.TrimEndingDirectorySeparator(call.Outside.FullPath(typed));
        return Directory.Exists(path)
            ? path
            : throw new AxleException(ErrorKind.NotFound, $"--workspace: there is no directory '{typed}'. Check the path; it counts from the current directory.");
    }
}
