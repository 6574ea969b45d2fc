namespace Axle.Guardrails.Input;

/// <summary>Where a text comes from. Only a user may give instructions; in what comes from anywhere else an instruction is an attack.</summary>
public enum TextSource
{
    /// <summary>Written by the caller: a prompt.</summary>
    User,

    /// <summary>The result of a tool.</summary>
    Tool,

    /// <summary>A page of the web.</summary>
    Web,

    /// <summary>A file or a passage found by retrieval.</summary>
    Document,

    /// <summary>An e-mail or a message.</summary>
    Mail,
}
