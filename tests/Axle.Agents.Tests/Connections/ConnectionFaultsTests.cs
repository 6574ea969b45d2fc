using Axle.Agents.Connections;

namespace Axle.Agents.Tests.Connections;

public sealed class ConnectionFaultsTests
{
    [Theory]
    [InlineData(true, "Start one")]
    [InlineData(false, "does not listen")]
    public void Where_no_agent_can_connect_the_fault_says_so(bool isListening, string told) =>
        ConnectionFaults.NobodyThere("translator", new ConnectionOptions { IsListening = isListening }).Message.ShouldContain(told);
}
