namespace Axle.Agents.Definition;

/// <summary>One thing that is wrong with an agent file.</summary>
/// <param name="File">The file as it is named in messages.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record AgentFault(string File, int Line, int Column, string Message)
{
    /// <summary>The fault as one line: <c>file(line,column): message</c>.</summary>
    public override string ToString() => $"{File}({Line},{Column}): {Message}";
}
