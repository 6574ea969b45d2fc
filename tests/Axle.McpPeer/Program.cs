using Axle.McpPeer;

// The two peers of the public conformance suite: a server with the tools that it asks for, served as Axle's own, and a client that is Axle's own.
return args switch
{
    ["serve"] => await ConformanceServer.RunAsync(),
    [var url] => await ConformanceClient.RunAsync(new Uri(url)),
    _ => 2,
};
