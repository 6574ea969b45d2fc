namespace Axle.Server.Endpoints.A2a;

/// <summary>An error of JSON-RPC, with the codes of A2A.</summary>
/// <param name="code">The code.</param>
/// <param name="message">What is wrong, and how to mend it.</param>
internal sealed class A2aFault(int code, string message) : Exception(message)
{
    /// <summary>The body is not JSON.</summary>
    public const int Parse = -32700;

    /// <summary>It is no request of JSON-RPC.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>There is no such method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>The parameters are not those of the method.</summary>
    public const int InvalidParameters = -32602;

    /// <summary>A fault of the server.</summary>
    public const int Internal = -32603;

    /// <summary>There is no such task.</summary>
    public const int TaskNotFound = -32001;

    /// <summary>The task has ended.</summary>
    public const int TaskNotCancelable = -32002;

    /// <summary>The protocol has it, and this server does not.</summary>
    public const int Unsupported = -32004;

    /// <summary>The code.</summary>
    public int Code => code;
}
