namespace Axle.Tools.Validation;

/// <summary>Where an argument goes after it has been checked, as the keyword <c>x-axle-sink</c> of its schema says.</summary>
internal enum ArgumentSink
{
    /// <summary>A file or folder inside the allowed roots.</summary>
    Path = 0,

    /// <summary>A part of a line that a shell reads.</summary>
    Shell,

    /// <summary>One argument of a program that is started without a shell.</summary>
    Argument,

    /// <summary>A whole query that may only read.</summary>
    Sql,

    /// <summary>An address that is fetched.</summary>
    Url,
}
