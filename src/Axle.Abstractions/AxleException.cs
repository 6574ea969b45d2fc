namespace Axle;

/// <summary>The one exception that rooms throw on purpose: it carries an <see cref="AxleError"/>, so that a kind is never guessed from text.</summary>
public sealed class AxleException : Exception
{
    /// <summary>Wraps an error.</summary>
    public AxleException(AxleError error, Exception? inner = null)
        : base(error.Message, inner) => Error = error;

    /// <summary>Makes the error in place.</summary>
    public AxleException(ErrorKind kind, string message, Exception? inner = null)
        : this(new AxleError(kind, message), inner)
    {
    }

    /// <summary>What went wrong.</summary>
    public AxleError Error { get; }
}
