import './i18n.js';
import './components/app.js';
import './components/tasks.js';
import './components/inbox.js';
import './components/audit.js';
import './components/settings.js';
import { session } from './session.js';

session.load();
