namespace Axle;

/// <summary>How far content may be believed. The numbers are stored and compared: the higher, the less.</summary>
public enum Integrity
{
    /// <summary>Written by the host, its files of agents and workflows, or the user who asks.</summary>
    Trusted = 0,

    /// <summary>From tools, the web, files, mail, retrieval: anybody may have written it.</summary>
    Untrusted = 1,
}
