// For node -r: a server that names no host listens on 127.0.0.1 only.
const net = require('node:net');
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
    if (typeof first === 'object' && first !== null && 'port' in first)
        return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
    return listen.call(this, first, '127.0.0.1', ...rest.filter(part => typeof part !== 'string'));
};
