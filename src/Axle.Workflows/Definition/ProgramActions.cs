using System.Collections.Immutable;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>Languages that <c>code</c> steps are written in.</summary>
public enum CodeLanguage
{
    /// <summary>Python 3.</summary>
    Python,

    /// <summary>JavaScript.</summary>
    JavaScript,

    /// <summary>SQL over the step's inputs.</summary>
    Sql,
}

/// <summary>Runs a program in the sandbox; <see cref="Step.With"/> gives its inputs.</summary>
/// <param name="Language">What it is written in.</param>
/// <param name="Source">The program, taken as it is: expressions are not put into code, so that data can never become code.</param>
public sealed record CodeAction(CodeLanguage Language, string Source) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "code";
}

/// <summary>Runs a command of the host, where policy allows it.</summary>
/// <param name="Command">A program and its arguments, each with expressions; or a single element when <paramref name="Shell"/> is set.</param>
/// <param name="Shell">Whether the one element of the command is a line for the shell. Such a line has no expressions in it.</param>
/// <param name="Directory">Working directory; null for the run's own.</param>
/// <param name="Environment">Environment variables: a JSON object; null for none.</param>
public sealed record RunAction(ImmutableArray<Template> Command, bool Shell, Template? Directory, Template? Environment) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "run";
}

/// <summary>Runs another workflow or a library pattern as a step; <see cref="Step.With"/> gives its inputs.</summary>
/// <param name="Workflow">Name, <c>name@version</c>, or a path that starts with <c>./</c> or <c>../</c>.</param>
public sealed record UsesAction(string Workflow) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "uses";
}
