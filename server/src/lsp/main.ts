import '../node/keep-compiled';
import { startNodeServer } from './node';

// The extension's server is started without arguments of its own: a variable asks for a trace.
startNodeServer(process.env.FLAGWRIGHT_TRACE || undefined);
